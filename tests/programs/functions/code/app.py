import json
import os

import boto3


def handler(event, context):
    client = boto3.client("secretsmanager")
    secret = json.loads(client.get_secret_value(SecretId=os.environ["SECRET"])["SecretString"])
    return {"Credentials": {"Username": secret["robot"], "Password": secret["token"]}}
