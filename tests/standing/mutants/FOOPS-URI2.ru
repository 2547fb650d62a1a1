DELETE { <https://w3id.org/carbonlex/ontology> ?p ?o } INSERT { <https://w3id.org/carbonlex/> ?p ?o } WHERE { <https://w3id.org/carbonlex/ontology> ?p ?o }
