def make_cast(): pass
