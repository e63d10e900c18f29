"""What worker pages show, ready to be shown: frozen values in, words out. Nothing here asks the database."""
