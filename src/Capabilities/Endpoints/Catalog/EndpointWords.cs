using System.Text.Json.Nodes;
using Cairn.Contracts.Snapshots;
using Cairn.Platform.Web;

namespace Cairn.Endpoints;

/// <summary>Endpoints in the words of the pages, and how to call them.</summary>
internal static class EndpointWords
{
    public static Status Of(EndpointView e) => e switch
    {
        { State: "retired" } => Status.Of("Retired"),
        { Fault: { } fault } => Status.Of("Refused", $"{fault}; what was served before goes on"),
        { Variants.Count: 0 } => Status.Of("Empty", "no version is behind it yet"),
        { Canary: not null } => Status.Of("Canary"),
        _ => Status.Of("Healthy"),
    };

    public static string Behind(EndpointView e) => string.Join(", ", e.Variants.Select(v => $"v{v.Number} {Format.Percent(v.WeightPermille / 1000.0, 0)}"));

    /// <summary>A request of one row with neutral values.</summary>
    public static string Example(IReadOnlyList<InputColumn> inputs) => new JsonObject
    {
        ["inputs"] = new JsonArray([.. inputs.Select(i => (JsonNode)new JsonObject
        {
            ["name"] = i.Name,
            ["shape"] = new JsonArray([.. i.Shape.Select(d => (JsonNode)Math.Max(1, d))]),
            ["datatype"] = i.Datatype,
            ["data"] = new JsonArray([.. Enumerable.Range(0, (int)i.Shape.Skip(1).Aggregate(1L, (all, d) => all * Math.Max(1, d))).Select(_ => Value(i))]),
        })]),
    }.ToJsonString();

    public static string Curl(string address, string route, string body)
        => $"curl -s {address}/v2/models/{route}/infer -H 'Content-Type: application/json' \\\n  -d '{body.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    public static string CSharp(string address, string route, string body) => string.Join('\n',
        $"using var http = new HttpClient {{ BaseAddress = new Uri(\"{address}\") }};",
        $"var body = new StringContent(\"\"\"{body}\"\"\", Encoding.UTF8, \"application/json\");",
        $"using var answer = await http.PostAsync(\"/v2/models/{route}/infer\", body);",
        "Console.WriteLine(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());");

    public static string Python(string address, string route, string body) => string.Join('\n',
        "import json, urllib.request",
        $"body = json.loads(r'{body.Replace("'", "\\u0027", StringComparison.Ordinal)}')",
        $"request = urllib.request.Request(\"{address}/v2/models/{route}/infer\", json.dumps(body).encode(), {{\"Content-Type\": \"application/json\"}})",
        "print(json.load(urllib.request.urlopen(request)))");

    /// <summary>With NVIDIA's client, unmodified: <c>pip install tritonclient[http]</c>.</summary>
    public static string Triton(string address, string route, IReadOnlyList<InputColumn> inputs) => string.Join('\n',
    [
        "import numpy as np, tritonclient.http as triton",
        "from tritonclient.utils import triton_to_np_dtype",
        $"client = triton.InferenceServerClient(\"{address[(address.IndexOf("//", StringComparison.Ordinal) + 2)..]}\"{(address.StartsWith("https", StringComparison.Ordinal) ? ", ssl=True" : "")})",
        "inputs = []",
        "for name, datatype, shape, value in [",
        .. inputs.Select(i => $"    ({Quoted(i.Name)}, \"{i.Datatype}\", [{string.Join(", ", i.Shape.Select(d => Math.Max(1, d)))}], {Python(Value(i))}),"),
        "]:",
        "    tensor = triton.InferInput(name, shape, datatype)",
        "    tensor.set_data_from_numpy(np.full(shape, value, dtype=object if datatype == \"BYTES\" else triton_to_np_dtype(datatype)))",
        "    inputs.append(tensor)",
        $"answer = client.infer(\"{route}\", inputs)",
        "print(answer.get_response())",
    ]);

    private static string Quoted(string text) => JsonValue.Create(text).ToJsonString();

    private static string Python(JsonNode value) => value.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.String => $"{value.ToJsonString()}.encode()",
        System.Text.Json.JsonValueKind.True => "True",
        System.Text.Json.JsonValueKind.False => "False",
        _ => value.ToJsonString(),
    };

    private static JsonNode Value(InputColumn i) => (i.Allowed, i.Datatype) switch
    {
        ([var first, ..], "BYTES") => first,
        (_, "BYTES") => "",
        (_, "BOOL") => false,
        ([var first, ..], _) => JsonNode.Parse(first)!,
        _ => i.Min ?? 0,
    };
}
