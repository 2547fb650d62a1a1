DELETE WHERE { <https://w3id.org/carbonlex/ontology> vann:preferredNamespacePrefix ?said }
