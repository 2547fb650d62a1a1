INSERT DATA { clx:Event owl:equivalentClass clx:Link }
