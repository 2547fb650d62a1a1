INSERT DATA { clx:Statement rdfs:comment "Two  blanks."@en }
