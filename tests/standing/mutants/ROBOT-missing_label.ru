DELETE WHERE { facet:mechanism skos:prefLabel ?label }
