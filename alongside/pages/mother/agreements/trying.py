from django.http import Http404


def try_it(request, door, id):
    raise Http404
