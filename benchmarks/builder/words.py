"""The words that the fictitious people, employers and offers are made of."""

FIRST_NAMES = (
    "Adèle", "Agnès", "Ahmed", "Alain", "Alice", "Amina", "André", "Anne", "Antoine",
    "Aurélie", "Bernard", "Brigitte", "Bruno", "Camille", "Catherine", "Cédric",
    "Chantal", "Christelle", "Claire", "Claude", "Corinne", "Damien", "Daniel", "David",
    "Delphine", "Denis", "Didier", "Dominique", "Élodie", "Emma", "Éric", "Fabrice",
    "Fatima", "Florence", "François", "Gaëlle", "Gérard", "Hélène", "Hugo", "Inès",
    "Isabelle", "Jacques", "Jean", "Jérôme", "Julie", "Karim", "Laurent", "Léa",
    "Louise", "Luc", "Madeleine", "Marc", "Marie", "Maxime", "Nadia", "Nathalie",
    "Nicolas", "Noël", "Océane", "Olivier", "Pascal", "Patricia", "Paul", "Pierre",
    "Rachid", "Sandrine", "Sébastien", "Sophie", "Stéphane", "Sylvie", "Thierry",
    "Valérie", "Véronique", "Vincent", "Yves", "Zoé",
)  # fmt: skip
LAST_NAMES = (
    "Arnaud", "Aubert", "Bailly", "Barbier", "Baron", "Benoît", "Bernard", "Berger",
    "Bertrand", "Blanc", "Bonnet", "Boucher", "Bourgeois", "Brun", "Caron", "Carpentier",
    "Charles", "Chevalier", "Clément", "Colin", "Cordier", "David", "Delaunay",
    "Denis", "Deschamps", "Dubois", "Dufour", "Dumas", "Dupont", "Dupuis", "Durand",
    "Étienne", "Fabre", "Faure", "Fleury", "Fontaine", "Fournier", "François", "Gaillard",
    "Garnier", "Gautier", "Gérard", "Girard", "Giraud", "Guérin", "Guillot", "Henry",
    "Huet", "Jacquet", "Joly", "Lambert", "Laurent", "Lecomte", "Lefebvre", "Legrand",
    "Lemaire", "Leroux", "Leroy", "Lévêque", "Lopez", "Lucas", "Marchand", "Marie",
    "Martin", "Martinez", "Masson", "Mathieu", "Ménard", "Mercier", "Meunier", "Meyer",
    "Michel", "Moreau", "Morel", "Moulin", "Muller", "Nguyen", "Nicolas", "Noël",
    "Olivier", "Paris", "Perrin", "Petit", "Philippe", "Picard", "Poirier", "Renard",
    "Renaud", "Rey", "Richard", "Rivière", "Robert", "Robin", "Roche", "Roger",
    "Rousseau", "Roux", "Roy", "Sanchez", "Schmitt", "Simon", "Thomas", "Vasseur",
    "Vidal", "Vincent",
)  # fmt: skip
SERVICES = (
    "Accueil et état civil", "Direction générale", "Ressources humaines", "Finances",
    "Services techniques", "Espaces verts", "Médiathèque", "Affaires scolaires",
    "Petite enfance", "Urbanisme", "Voirie", "Restauration collective", "Jeunesse",
    "Action sociale", "Communication", "Informatique", "Marchés publics", "Sports",
    "Police municipale", "Eau et assainissement",
)  # fmt: skip
TASKS = (
    "Recevoir le public, au guichet et au téléphone.",
    "Suivre un dossier de son arrivée jusqu’à la réponse.",
    "Préparer une réunion et son compte rendu.",
    "Accompagner une équipe sur le terrain.",
    "Découvrir le logiciel métier du service.",
    "Observer un conseil municipal ou communautaire.",
    "Classer, enregistrer et retrouver des documents.",
    "Entretenir un site et son matériel.",
    "Préparer une animation avec les collègues.",
    "Rencontrer les services partenaires.",
)
STREETS = (
    "place de la Mairie", "rue de l’Église", "rue des Écoles", "avenue de la Gare",
    "rue du Marché", "grande rue", "rue de la République", "rue du Château",
)  # fmt: skip
MOTIVES = (
    "Je voudrais découvrir ce métier avant de demander une formation.",
    "Mon poste évolue et je cherche une autre voie.",
    "J’ai un projet de mobilité dans l’année et je veux le confirmer.",
    "Je souhaite me rapprocher de mon domicile.",
)
REASONS = (
    "L’effectif du service ne permet pas cette absence aux dates demandées.",
    "Le tuteur n’est pas disponible pendant cette période.",
    "Le service est en réorganisation : l’accueil ne serait pas de qualité.",
)
TITLES = (
    "Agente ou agent administratif", "Agente ou agent technique", "ATSEM",
    "Gestionnaire", "Cheffe ou chef de service", "Secrétaire de mairie",
    "Agente ou agent d’accueil", "Jardinière ou jardinier", "Assistante ou assistant",
)  # fmt: skip
