using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Contracts.Snapshots;

namespace Cairn.Endpoints;

/// <summary>Programs that ask an endpoint, each ready to run as it stands.</summary>
internal static class CallSnippets
{
    private const string Token = "CAIRN_TOKEN";

    /// <summary>By name. What has no JSON form leaves the one with binary tensors alone.</summary>
    public static IEnumerable<(string Name, string Text)> Of(CallAddress at, string route, ServedInputs inputs)
    {
        if (!inputs.NeedsBinary)
        {
            SnippetBody body = SnippetBody.Of(inputs);
            yield return ("curl", Curl(at, route, body));
            yield return ("C#", CSharp(at, route, body));
            yield return ("Python", Python(at, route, body));
        }

        yield return ("tritonclient", Triton(at, route, inputs));
    }

    private static string Curl(CallAddress at, string route, SnippetBody body)
    {
        string call = $"curl -s {at.Url}/v2/models/{route}/infer -H 'Content-Type: application/json' {(at.NeedsToken ? $"-H \"Authorization: Bearer ${Token}\" " : "")}";
        if (!body.Repeats) return $"{call}\\\n  -d '{body.Join(text => text, (_, _) => "", "")}'";
        return $"{{ {body.Join(text => $"printf %s '{text}'", (value, times) => $"yes '{value}' | head -n {times} | paste -sd, -", "\n  ")}\n}} | {call}--data-binary @-";
    }

    private static string CSharp(CallAddress at, string route, SnippetBody body) => Lines(
        "using System.Text;",
        $"using var http = new HttpClient {{ BaseAddress = new Uri(\"{at.Url}/\") }};",
        at.NeedsToken ? $"http.DefaultRequestHeaders.Authorization = new(\"Bearer\", Environment.GetEnvironmentVariable(\"{Token}\"));" : null,
        $"string body = {body.Join(text => $"\"\"\"{text}\"\"\"", (value, times) => $"string.Join(',', Enumerable.Repeat({JsonSerializer.Serialize(value)}, {times}))", " + ")};",
        $"using var answer = await http.PostAsync(\"v2/models/{route}/infer\", new StringContent(body, Encoding.UTF8, \"application/json\"));",
        "Console.WriteLine(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());");

    private static string Python(CallAddress at, string route, SnippetBody body) => Lines(
        at.NeedsToken ? "import json, os, urllib.request" : "import json, urllib.request",
        $"body = {body.Join(text => $"r'{text}'", (value, times) => $"\",\".join([r'{value}'] * {times})", " + ")}",
        $"headers = {{\"Content-Type\": \"application/json\"{(at.NeedsToken ? $", \"Authorization\": \"Bearer \" + os.environ[\"{Token}\"]" : "")}}}",
        $"request = urllib.request.Request(\"{at.Url}/v2/models/{route}/infer\", body.encode(), headers)",
        "print(json.load(urllib.request.urlopen(request)))");

    /// <summary>With NVIDIA's client, unmodified: <c>pip install tritonclient[http]</c>.</summary>
    private static string Triton(CallAddress at, string route, ServedInputs inputs) => Lines(
        $"import numpy as np, {(at.NeedsToken ? "os, " : "")}tritonclient.http as triton",
        "from tritonclient.utils import triton_to_np_dtype",
        $"client = triton.InferenceServerClient(\"{at.Url[(at.Url.IndexOf("//", StringComparison.Ordinal) + 2)..]}\"{(at.Url.StartsWith("https", StringComparison.Ordinal) ? ", ssl=True" : "")})",
        "inputs = []",
        "for name, datatype, shape, value in [",
        Lines([.. inputs.Sent.Select(c => Input(c, inputs.Rows ?? 1))]),
        inputs.Key is { } key ? $"    ({JsonSerializer.Serialize(key)}, \"BYTES\", [{inputs.Rows ?? 1}], b\"1\")," : null,
        "]:",
        "    tensor = triton.InferInput(name, shape, datatype)",
        "    tensor.set_data_from_numpy(np.full(shape, value, dtype=object if datatype == \"BYTES\" else triton_to_np_dtype(datatype)))",
        "    inputs.append(tensor)",
        $"answer = client.infer(\"{route}\", inputs{(at.NeedsToken ? $", headers={{\"Authorization\": \"Bearer \" + os.environ[\"{Token}\"]}}" : "")})",
        "print(answer.get_response())");

    private static string Input(InputColumn c, int rows)
    {
        (string datatype, JsonNode value) = RequestTensors.Right(c);
        string written = value.GetValueKind() switch
        {
            JsonValueKind.String => value.ToJsonString() + ".encode()",
            JsonValueKind.False => "False",
            _ => value.ToJsonString(),
        };
        return $"    ({JsonSerializer.Serialize(c.Name)}, \"{datatype}\", [{string.Join(", ", RequestTensors.Shape(c, rows))}], {written}),";
    }

    private static string Lines(params string?[] lines) => string.Join('\n', lines.Where(l => l is { Length: > 0 }));
}
