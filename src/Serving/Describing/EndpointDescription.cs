using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Contracts.Inference;
using Cairn.Serving.Models;
using Cairn.Serving.Routing;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Describing;

/// <summary>What a client must know of one endpoint, as a document of OpenAPI 3.1: addresses, bodies by the input contract with ranges and allowed values, an example that is answered.</summary>
internal static class EndpointDescription
{
    /// <param name="body">Bytes of the largest body.</param>
    public static JsonObject Of(LiveEndpoint endpoint, LiveVariant variant, string? version, int body)
    {
        string name = endpoint.Route.Name, path = $"/v2/models/{Uri.EscapeDataString(name)}{(version is null ? "" : "/versions/" + Uri.EscapeDataString(version))}/infer";
        JsonObject? example = Example(endpoint.Contract, variant.Model);
        var paths = new JsonObject { [path] = Post("infer", "Predict by the Open Inference Protocol.", ("InferRequest", "InferResponse", "InferError"), example) };
        var schemas = new JsonObject
        {
            ["InferRequest"] = V2Schema.Request(endpoint.Contract),
            ["InferResponse"] = V2Schema.Response(endpoint, variant.Model),
            ["InferError"] = Error("error"),
        };
        // The other protocol cannot say an open shape, and knows no versions.
        if (version is null && endpoint.Contract.Columns.All(c => c.Width >= 0))
        {
            paths[$"/endpoints/{Uri.EscapeDataString(name)}/invocations"] = Post("invocations", "Predict by MLflow's scoring protocol; more forms of it are taken.", ("ScoringRequest", "ScoringResponse", "ScoringError"), null);
            schemas["ScoringRequest"] = ScoringSchema.Request(endpoint);
            schemas["ScoringResponse"] = ScoringSchema.Response(variant.Model);
            schemas["ScoringError"] = Error("error_code", "message");
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = name, ["version"] = variant.Version, ["description"] = $"Predictions of the endpoint {name}; at most {endpoint.Route.MaxRows} rows and {body} bytes at once." },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = schemas, ["securitySchemes"] = new JsonObject { ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" } } },
            // Who works on the server's machine needs none.
            ["security"] = new JsonArray(new JsonObject(), new JsonObject { ["token"] = new JsonArray() }),
        };
    }

    private static JsonObject Post(string id, string summary, (string Request, string Response, string Error) bodies, JsonNode? example)
    {
        JsonObject request = Content(bodies.Request);
        if (example is not null) request["application/json"]!["example"] = example;
        return new JsonObject
        {
            ["post"] = new JsonObject
            {
                ["operationId"] = id,
                ["summary"] = summary,
                ["requestBody"] = new JsonObject { ["required"] = true, ["content"] = request },
                ["responses"] = new JsonObject
                {
                    ["200"] = new JsonObject { ["description"] = "The answer.", ["content"] = Content(bodies.Response) },
                    ["default"] = new JsonObject
                    {
                        ["description"] = "What is wrong: 400 with the input's name, 401 and 403 without a token that opens it, 404, 409 for an id that was used, 413, 415, 429 and 503 with Retry-After, 500, 504.",
                        ["content"] = Content(bodies.Error),
                    },
                },
            },
        };
    }

    private static JsonObject Content(string schema) => new() { ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/" + schema } } };

    private static JsonObject Error(params string[] texts) => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray([.. texts.Select(t => JsonValue.Create(t))]),
        ["properties"] = new JsonObject(texts.Select(t => KeyValuePair.Create(t, (JsonNode?)new JsonObject { ["type"] = "string" }))),
    };

    /// <summary>A row that the contract allows, and the model answers: the version was warmed with it. Null where the body cannot be JSON alone.</summary>
    private static JsonObject? Example(InputContract contract, LoadedModel model)
    {
        if (contract.Columns.Any(c => c.Type == Datatype.Fp16)) return null;
        TensorBuffer[] rows = SampleRows.Of(contract, new int[model.FixedRows ?? 1]);
        return new JsonObject { ["inputs"] = new JsonArray([.. rows.Select(Tensor)]) };
    }

    private static JsonObject Tensor(TensorBuffer tensor)
    {
        var data = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(data))
        {
            json.WriteStartArray();
            JsonElementWriter.WriteAll(json, tensor);
            json.WriteEndArray();
        }

        return new JsonObject
        {
            ["name"] = tensor.Name,
            ["shape"] = new JsonArray([.. tensor.Shape.ToArray().Select(d => JsonValue.Create(d))]),
            ["datatype"] = tensor.Type.Name(),
            ["data"] = JsonNode.Parse(data.WrittenSpan),
        };
    }
}
