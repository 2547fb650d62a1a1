INSERT DATA { clx:Event clx:comparedOn clx:nowhere }
