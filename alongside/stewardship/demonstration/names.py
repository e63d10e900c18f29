"""Given names and family names from several communities of a large Canadian city, mixed at random. Nobody real."""

from __future__ import annotations

import random

WOMEN = (
    "Aaliyah", "Adele", "Aisha", "Alexandra", "Amara", "Amélie", "Ana", "Anita", "Annie", "Ashley", "Audrey",
    "Beatriz", "Bianca", "Brenda", "Brittany", "Camille", "Carla", "Caroline", "Chantal", "Chloé", "Christine",
    "Cindy", "Claire", "Danielle", "Deborah", "Destiny", "Élise", "Elena", "Emily", "Esther", "Ève", "Farah",
    "Fatima", "Florence", "Gabrielle", "Geneviève", "Grace", "Hana", "Heather", "Hope", "Isabelle", "Jade",
    "Janelle", "Jasmine", "Jessica", "Josée", "Julia", "Karine", "Kayla", "Kim", "Krystal", "Latoya", "Laura",
    "Leila", "Linh", "Lisa", "Lucie", "Mackenzie", "Marie-Ève", "Megan", "Melanie", "Mélissa", "Mercy", "Mireille",
    "Monique", "Nadia", "Natasha", "Nicole", "Noémie", "Olivia", "Patricia", "Priya", "Rachel", "Rebecca",
    "Roxanne", "Sabrina", "Samantha", "Sandra", "Sara", "Shannon", "Sofia", "Sonia", "Stacey", "Stéphanie",
    "Sylvie", "Tamara", "Tara", "Tasha", "Thuy", "Tiffany", "Valérie", "Vanessa", "Victoria", "Yasmin", "Yolande",
    "Zainab", "Zoé",
)  # fmt: skip
CHILDREN = (
    "Aiden", "Alice", "Amir", "Anaïs", "Arthur", "Ava", "Benjamin", "Caleb", "Charlie", "Charlotte", "Daniel",
    "David", "Eli", "Elijah", "Ella", "Emma", "Ethan", "Eva", "Félix", "Gabriel", "Hannah", "Henri", "Hugo",
    "Imani", "Isaac", "Isla", "Jacob", "Jayden", "Jonah", "Juliette", "Kai", "Kofi", "Léa", "Leo", "Lily", "Logan",
    "Louis", "Lucas", "Luna", "Malik", "Maya", "Mia", "Mila", "Milo", "Nathan", "Nia", "Noah", "Nora", "Océane",
    "Olive", "Omar", "Oscar", "Quinn", "Raphaël", "River", "Rosie", "Ruby", "Sacha", "Samuel", "Simon", "Sky",
    "Sofia", "Téa", "Théo", "Thomas", "Tomas", "Willow", "Xavier", "Yara", "Zachary", "Zara",
)  # fmt: skip
OTHERS = (
    "Aunt Carol", "Bernard", "Brian", "Carlos", "Chris", "Colleen", "Darren", "Denise", "Diane", "Eddie", "Frank",
    "Gloria", "Grandma Jean", "Guy", "Irene", "Jamal", "Jean-Paul", "Joyce", "Kevin", "Linda", "Lorraine", "Luc",
    "Marcel", "Mike", "Mémé", "Nana", "Paul", "Pauline", "Ray", "Rita", "Rob", "Sheila", "Steve", "Sue", "Terry",
    "Tony", "Wayne",
)  # fmt: skip
FAMILY = (
    "Abbott", "Adeyemi", "Ahmed", "Allard", "Baker", "Beaulieu", "Bell", "Bouchard", "Brooks", "Campbell", "Carter",
    "Chen", "Clarke", "Côté", "Cruz", "Da Silva", "Daigle", "Dubois", "Dupuis", "Ellis", "Fernandes", "Flores",
    "Fortin", "Fraser", "Gagnon", "Garcia", "Gauthier", "Girard", "Grant", "Hassan", "Hébert", "Henry", "Hill",
    "Ibrahim", "Jackson", "James", "Joseph", "Kaur", "Kelly", "Khan", "Kim", "King", "Lachance", "Lam", "Landry",
    "Lavoie", "Leblanc", "Lee", "Lefebvre", "Légaré", "Lopez", "MacDonald", "Martin", "Mensah", "Moore", "Morin",
    "Murphy", "Nguyen", "O'Brien", "Okafor", "Ouellet", "Patel", "Pelletier", "Perera", "Pham", "Pierre", "Poirier",
    "Ramos", "Reid", "Richard", "Roberts", "Robinson", "Rossi", "Roy", "Russell", "Santos", "Scott", "Sharma",
    "Simard", "Singh", "Smith", "St-Pierre", "Stewart", "Sutherland", "Taylor", "Thomas", "Thompson", "Tran",
    "Tremblay", "Turner", "Vachon", "Walker", "White", "Williams", "Wilson", "Wong", "Yilmaz", "Young",
)  # fmt: skip
# Names as they come: one letter, a sign she likes, other scripts, right to left; nothing yet.
UNUSUAL = ("J", "Ay", "Maya 🌻", "✨Sunny", "نور", "שירה", "Ngọc Ánh", "李娜", "Ольга", "D'Arcy-Lee van der Berg", "")
NICKNAMES = ("Mel", "Jess", "Cami", "Nat", "Lulu", "Vee", "Bea", "Kiki", "Mimi", "Steph", "Gabi", "Tee")


def woman(rng: random.Random) -> tuple[str, bool]:
    """(name, whether it is one she chose for us)."""
    chance = rng.random()
    if chance < 0.015:
        return rng.choice(UNUSUAL), True
    first = rng.choice(WOMEN)
    if chance < 0.09:
        return first, True
    return f"{first} {rng.choice(FAMILY)}", False


def child(rng: random.Random, taken: set[str]) -> str:
    """A given name that no sister or brother has."""
    while True:
        name = rng.choice(CHILDREN)
        if name not in taken:
            taken.add(name)
            return name


def colleague(rng: random.Random) -> str:
    """Given and family name of somebody who works here."""
    return f"{rng.choice(WOMEN)} {rng.choice(FAMILY)}"
