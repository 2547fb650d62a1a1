DELETE { <https://w3id.org/carbonlex/ontology> ?p ?o } INSERT { <urn:carbonlex:ontology> ?p ?o } WHERE { <https://w3id.org/carbonlex/ontology> ?p ?o }
