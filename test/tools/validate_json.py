"""validate_json.py REPORT SCHEMA: fails where REPORT is not what SCHEMA says."""
import json
import sys

import jsonschema

with open(sys.argv[1]) as report, open(sys.argv[2]) as schema:
    schema = json.load(schema)
    jsonschema.Draft7Validator.check_schema(schema)
    jsonschema.Draft7Validator(schema).validate(json.load(report))
