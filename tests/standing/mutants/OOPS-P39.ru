INSERT DATA { <https://w3id.org/carbonlex/other> a owl:Ontology }
