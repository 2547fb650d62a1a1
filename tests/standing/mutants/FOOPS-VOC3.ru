DELETE WHERE { clx:Statement rdfs:label ?label }
