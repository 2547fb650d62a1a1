DELETE WHERE { <https://w3id.org/carbonlex/ontology> owl:versionIRI ?said }
