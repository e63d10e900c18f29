"""Ce que disent les notes du programme d'exercice, en français. Ses propres mots sont à la première personne."""

from __future__ import annotations

from typing import Any

NOTES: dict[str, tuple[str, ...]] = {
    "counsellor": (
        "Nous avons parlé de la semaine. Elle voit que les matins sont lourds et elle a trouvé une "
        "façon de les commencer.",
        "Elle a choisi le sujet : le sommeil, et les soirées comme elle les souhaite.",
        "Elle a apporté sa liste. Nous en avons regardé deux points; le reste viendra.",
        "Une conversation calme. Sa sœur l'appelle chaque dimanche et cela lui fait du bien.",
        "Elle voulait comprendre la lettre sur le logement. Nous l'avons lue ensemble et nous y avons répondu.",
        "Elle s'est donné un but dans ses mots et nous a demandé de le garder en mémoire.",
        "Nous avons parlé des envies et de ce qui a aidé mardi : une marche, un appel, une douche.",
        "Elle a raconté l'histoire de sa mère. Nous avons pris notre temps.",
        "Elle a beaucoup ri aujourd'hui. Nous avons préparé son anniversaire.",
        "Nous avons revu comment la joindre sans danger; elle préfère les messages l'après-midi.",
    ),
    "therapist": (
        "Ils ont joué sur le tapis. Elle a attendu que l'enfant choisisse, puis elle a suivi.",
        "Elle a vu la fatigue très tôt et a rendu la pièce plus calme.",
        "Nous avons regardé un livre d'images. Ils ont maintenant leur propre jeu.",
        "Elle a chanté la chanson de sa grand-mère. Nous avons écouté.",
        "L'enfant est revenu vers elle entre deux jeux pour un câlin.",
        "Un début lent, puis de longs regards et des sourires.",
    ),
    "child_care": (
        "A bien mangé, a dormi une heure, a peint avec les deux mains.",
        "Nouveau mot aujourd'hui : lune. L'a montrée dans trois livres.",
        "A joué près d'un autre enfant et a partagé la tasse bleue.",
        "L'au revoir a pris plus de temps ce matin; le lapin doux a aidé.",
        "Quatre pas dans l'herbe, puis un grand rire.",
    ),
    "outreach": (
        "Rencontrée près de la bibliothèque. Elle a pris une boisson chaude et une carte d'appel.",
        "Nous avons marché ensemble jusqu'à la clinique.",
        "Nous avons porté des boîtes. La nouvelle chambre donne sur le parc.",
        "Panier de nourriture et couches apportés. Elle nous a montré le dessin sur le frigo.",
    ),
    "peer": (
        "Un café ensemble. Nous avons parlé de nos enfants.",
        "Elle est venue à la halte et est restée pour dîner.",
        "Une marche au bord du lac. Elle nous a montré les oies.",
    ),
    "intake": (
        "Première rencontre. Elle a choisi sa place et le sujet. Nous avons expliqué ce que nous "
        "écrivons et qui peut le lire.",
        "Deuxième rencontre. Elle a demandé ce que nous aurions à dire à d'autres; nous l'avons dit clairement.",
        "Nous lui avons montré les lieux. Elle a rencontré les gens de la cuisine.",
    ),
    "nurse": (
        "Le poids et l'allaitement regardés ensemble; tout va bien.",
        "Elle a posé des questions sur le sommeil et nous avons installé le lit.",
        "Les vaccins sont prévus. Elle a choisi le jour.",
    ),
    "hospital": (
        "Nous étions avec elle à l'hôpital. Le bébé est resté peau à peau presque toute la visite.",
        "Nous l'avons accompagnée au rendez-vous et noté les réponses pour elle.",
        "Nous avons préparé le retour à la maison avec l'infirmière.",
    ),
    "court": (
        "Nous l'avons accompagnée. Elle a parlé pour elle-même et on l'a écoutée.",
        "Deux heures d'attente ensemble. L'avocate a tout expliqué ensuite.",
    ),
    "visit": (
        "Visite au centre. Ils se sont retrouvés tout de suite et ont partagé la collation qu'elle avait faite.",
        "Elle a apporté le ballon rouge. La visite s'est terminée par le même signe de la main.",
        "L'enfant s'est endormi dans ses bras. Personne n'a bougé.",
    ),
    "phone": (
        "Un court appel. Tout va bien; elle viendra mercredi.",
        "Elle nous a appelés. Nous avons parlé jusqu'à l'arrivée de l'autobus.",
        "Elle voulait entendre une voix amie, et elle l'a dit.",
    ),
    "text": (
        "Elle a écrit que la première journée d'école s'est bien passée.",
        "Nous avons envoyé une heure, elle a répondu oui.",
    ),
    "tried": (
        "Nous avons essayé de la joindre sans laisser de message, comme elle le souhaite.",
        "Un appel aux heures convenues. Nous essaierons la semaine prochaine.",
    ),
    "did_not_meet": (
        "Nous ne nous sommes pas vus : l'autobus était annulé. Nouvelle heure convenue.",
        "Pas de rencontre aujourd'hui; le petit a de la fièvre.",
        "Notre intervenante était malade. Nous l'avons prévenue et trouvé un autre jour.",
    ),
    "did_not_meet_unknown": ("Nous ne nous sommes pas vus. La porte reste ouverte et sa place est gardée.",),
    "loss": (
        "Nous sommes restés ensemble. Il n'y avait rien à faire, seulement être là.",
        "Elle a allumé une bougie. Nous nous sommes souvenus.",
    ),
}

HERS: dict[str, tuple[str, ...]] = {
    "contact": (
        "Je ne pensais pas pouvoir dire cela à voix haute.",
        "Aujourd'hui j'étais simplement maman, et c'était assez.",
        "Je veux que quelqu'un m'accompagne, pas qu'on parle à ma place.",
        "J'ai dormi. Vraiment dormi.",
        "Ma fille court vers moi maintenant.",
        "Ici, je n'ai pas à tout expliquer.",
    ),
    "why": (
        "Je veux être celle qui les borde le soir.",
        "Pour mon bébé, et pour moi.",
        "Parce qu'on m'a dit qu'ici on écoute.",
    ),
    "welcome": (
        "Je pensais que vous seriez fâchés. Vous avez mis l'eau à bouillir.",
        "J'avais besoin de temps. Je suis contente que la porte soit restée ouverte.",
    ),
    "ending": (
        "Je peux faire mes mardis toute seule maintenant.",
        "J'ai appris à demander de l'aide. Cela m'appartient.",
    ),
    "return": (
        "Je vous ai appelés en premier. Je veux qu'on le sache.",
        "C'était un soir. Je suis là et je veux continuer.",
    ),
    "pattern": (
        "Surtout la fin de semaine, quand la maison est vide.",
        "Tous les jours avant. De temps en temps depuis le printemps.",
    ),
    "does": ("Le bruit s'arrêtait.", "Cela m'aidait à dormir."),
    "hand_over": (
        "J'ai aimé que nous prenions le thé, toutes les trois.",
        "Je lui ai dit moi-même ce qui compte pour moi.",
    ),
    "identity": ("une mère d'abord", "Métisse", "Franco-Ontarienne", "du nord", "Haïtienne et Canadienne"),
    "earlier": ("Il vit chez ma tante. Je lui écris.", "J'aimerais en parler un autre jour."),
}

SAID: dict[str, tuple[str, ...]] = {
    "between_you": (
        "Vous avez attendu, et votre enfant est venu vers vous.",
        "Quand vous avez chanté, le petit visage s'est tourné vers vous.",
        "Vous avez vu le bâillement avant tout le monde.",
        "Vous avez un jeu qui n'est qu'à vous deux.",
    ),
    "purpose": (
        "sa semaine",
        "le logement",
        "le temps de jeu",
        "la suite",
        "la clinique",
        "le repos",
        "l'école",
        "la visite",
    ),
    "items": ("couches", "panier de nourriture", "carte d'appel", "manteau chaud", "billets d'autobus"),
    "promise": (
        "Nous nous voyons au programme",
        "Nous allons ensemble à la clinique",
        "Nous appelons pour savoir comment c'était",
        "Groupe de jeu",
        "Visite à la maison",
    ),
    "changed": ("comment la joindre", "nouvelle adresse", "qui est autour d'elle"),
    "to_know": (
        "Elle préfère qu'on lui demande. Parlez-lui du jardin.",
        "Les matins vont mieux. Elle aime lire les choses elle-même.",
    ),
    "helped": (
        "Elle a appelé sa sœur et a fait une longue marche.",
        "Elle nous a appelés dans l'heure.",
        "Elle est venue au programme et est restée pour souper.",
    ),
    "cared": (
        "Les enfants étaient chez sa mère pour la nuit, comme elle l'avait prévu.",
        "Sa sœur est venue avant la soirée.",
    ),
    "support": ("Une conversation le jour même, un repas, un plan pour la nuit. Sa place chez nous ne change pas.",),
    "told": (
        "Personne d'autre n'a été informé; rien ne l'exigeait.",
        "Elle a su en premier ce qui devait être dit, et elle était là quand ce fut dit.",
    ),
    "next": ("Appeler vendredi, comme elle le souhaite.", "Voir la médecin ensemble lundi."),
    "goals": ("Elle a trouvé un logement et connaît le chemin de la clinique.",),
    "children": ("Les enfants vivent avec elle.", "Les visites continuent chaque samedi."),
    "relationship": ("Ils se retrouvent vite après un temps séparés.",),
    "came_by": ("une amie", "sa sage-femme", "une affiche à la bibliothèque", "l'hôpital", "elle a appelé elle-même"),
    "household": ("chez moi", "chez ma sœur", "la résidence", "chez maman"),
    "we_are": ("Sam de la bibliothèque", "le groupe de jeu", "le club de lecture"),
    "shares": ("personne", "son conjoint regarde le téléphone", "sa mère"),
    "birth_plan": ("Sa sœur dans la salle. De la musique. Le bébé reste sur elle.",),
    "place_note": ("Elle l'a su le jour même et a pu préparer la doudou.", "Les visites sont le samedi et le mardi."),
}

# Comment les enfants grandissent et apprennent, et comment les deux sont vus.
SEEN: dict[str, Any] = {
    "examiner": ("Dre Amari", "Mme Gagnon", "Dr Tremblay", "M. Tran"),
    "profession": ("psychologue", "ergothérapeute", "orthophoniste", "pédiatre"),
    "strengths": (
        "Montre ce qu’il veut avec les yeux, les mains et la voix. Rit facilement et recommence.",
        "Se console auprès de maman après un moment difficile. Aime l’eau, la musique et les livres d’images.",
        "Reste longtemps à une chose quand la pièce est calme. Remarque tout ce qui est nouveau.",
    ),
    "needs": (
        "Les pièces bruyantes restent difficiles; un coin calme aide.",
        "Plus de mots aideraient à dire ce qui est voulu.",
        "S’endormir prend du temps.",
    ),
    "help": (
        "Chanter et nommer les choses ensemble chaque jour. Regarder de nouveau dans un an.",
        "Un test d’audition. Dix minutes de jeu au sol, en suivant l’enfant.",
        "Les trois mêmes étapes avant le sommeil.",
    ),
    "her_view": ("À la maison, elle parle toute la journée.", "Il est drôle. Je veux que ce soit écrit."),
    "sides": {
        "communication": ("Montre du doigt et se retourne pour partager.", "Observé pendant le jeu"),
        "movement": ("Marche dans l’herbe et monte une marche.", "Observé pendant le jeu"),
        "social_emotional": ("Cherche maman et se calme avec elle.", "Observé avec sa mère"),
        "regulation": ("Se calme avec une chanson.", "Selon sa mère"),
    },
    "reflection": (
        "Le jeu a été filmé après une mauvaise nuit; cela se voit.",
        "Ce que nous voyons en séance est plus calme que ce qu’elle vit à la maison. Les deux sont vrais.",
    ),
    "her_reflection": (
        "Quand quelqu’un regarde, j’oublie comment jouer.",
        "J’ai aimé voir le film. Il me regarde vraiment.",
    ),
}
