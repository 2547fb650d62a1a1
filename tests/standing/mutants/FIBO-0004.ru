DELETE WHERE { clx:quote rdfs:label ?label }
