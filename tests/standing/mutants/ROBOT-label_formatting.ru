INSERT DATA { clx:Event rdfs:label "an\nevent"@en }
