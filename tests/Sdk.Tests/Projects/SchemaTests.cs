using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cairn.Contracts.Projects;
using Cairn.Contracts.Projects.Yaml;
using Cairn.Contracts.Projects.Shapes;
using Cairn.Contracts.Schemas;

namespace Cairn.Sdk.Tests.Projects;

public class SchemaTests
{
    private static readonly JsonObject Schema = (JsonObject)JsonNode.Parse(ProjectFileSchema.Write())!;

    /// <summary>Run with UPDATE_REFERENCE=1 to write the file anew.</summary>
    [Fact]
    public void The_published_schema_is_up_to_date()
    {
        var path = Path.Combine(Samples.Root, "docs/reference/cairn.schema.json");
        if (Environment.GetEnvironmentVariable("UPDATE_REFERENCE") == "1")
        {
            File.WriteAllText(path, ProjectFileSchema.Write());
        }

        File.ReadAllText(path).ShouldBe(ProjectFileSchema.Write());
    }

    [Theory]
    [InlineData("example.yaml")]
    [InlineData("team.yaml")]
    public void The_samples_conform(string name) => Faults(File.ReadAllText(Samples.PathOf(name))).ShouldBeEmpty();

    [Theory]
    [InlineData("project: p\nstepz: {}", "stepz")]
    [InlineData("data: {}", "project")]
    [InlineData("project: p\nsteps: {a: {sede: 1}}", "sede")]
    [InlineData("project: p\nsteps: {a: {seed: x}}", "seed")]
    [InlineData("project: p\ndata: {a: {from: x, on_fail: explode}}", "on_fail")]
    [InlineData("project: p\nmonitors: {m: {watch: e, over: weekly}}", "over")]
    [InlineData("project: p\nsuites: {nightly: {run: x, report: a.xml, area: app}}", "nightly")]
    public void Wrong_files_do_not_conform(string text, string where) => Faults(text).ShouldContain(f => f.Contains(where));

    [Fact]
    public void Every_key_is_described() =>
        Schema["$defs"]!.AsObject().SelectMany(d => d.Value!["properties"]!.AsObject()).ShouldAllBe(p => p.Value!["description"]!.GetValue<string>().Length > 3);

    private static List<string> Faults(string text)
    {
        var context = new ReadContext("x", text);
        var tree = YamlTree.Read(text, context)!;
        context.Faults.ShouldBeEmpty();
        new FreeShape().TryRead(tree, "", context, out var json).ShouldBeTrue();
        var faults = new List<string>();
        Conform(JsonNode.Parse(json.GetRawText()), Schema, "", faults);
        return faults;
    }

    // Only the words of JSON Schema that ours uses; any other is a fault of the test.
    private static void Conform(JsonNode? value, JsonObject schema, string path, List<string> faults)
    {
        foreach (var (word, rule) in schema)
        {
            var ok = word switch
            {
                "$schema" or "title" or "description" or "$defs" or "additionalProperties" => true,
                "$ref" => Sub(value, Schema["$defs"]![rule!.GetValue<string>()["#/$defs/".Length..]]!, path, faults),
                "anyOf" => rule!.AsArray().Any(s => Silent(value, s!, path)),
                "type" => (rule is JsonArray several ? several.Select(s => s!.GetValue<string>()) : [rule!.GetValue<string>()]).Any(t => IsType(value, t)),
                "enum" => rule!.AsArray().Any(e => value is JsonValue && e!.ToJsonString() == value.ToJsonString()),
                "pattern" => value is not JsonValue text || Regex.IsMatch(text.ToString(), rule!.GetValue<string>(), RegexOptions.NonBacktracking),
                "minimum" => value!.GetValue<double>() >= rule!.GetValue<double>(),
                "maximum" => value!.GetValue<double>() <= rule!.GetValue<double>(),
                "exclusiveMinimum" => value!.GetValue<double>() > rule!.GetValue<double>(),
                "minItems" => value is not JsonArray list || list.Count >= rule!.GetValue<int>(),
                "maxItems" => value is not JsonArray list || list.Count <= rule!.GetValue<int>(),
                "minProperties" => value is not JsonObject map || map.Count >= rule!.GetValue<int>(),
                "items" => value is not JsonArray list || list.All(i => Sub(i, rule!, path + "[]", faults)),
                "required" => value is not JsonObject map || rule!.AsArray().All(r => map.ContainsKey(r!.GetValue<string>()) || Add(faults, $"{path}.{r}")),
                "propertyNames" => value is not JsonObject map || map.All(p => Sub(JsonValue.Create(p.Key), rule!, $"{path}.{p.Key}", faults)),
                "properties" => value is not JsonObject map || Properties(map, schema, path, faults),
                _ => throw new NotSupportedException(word),
            };
            if (!ok)
            {
                faults.Add($"{path}: {word}");
                return;
            }
        }

        if (!schema.ContainsKey("properties") && schema["additionalProperties"] is JsonObject each && value is JsonObject all)
        {
            _ = all.All(p => Sub(p.Value, each, $"{path}.{p.Key}", faults));
        }
    }

    private static bool Properties(JsonObject map, JsonObject schema, string path, List<string> faults)
    {
        var known = schema["properties"]!.AsObject();
        foreach (var (name, value) in map)
        {
            var rule = known[name] ?? schema["additionalProperties"];
            _ = rule is JsonObject ? Sub(value, rule, $"{path}.{name}", faults) : Add(faults, $"{path}.{name}: additionalProperties");
        }

        return true;
    }

    private static bool Add(List<string> faults, string fault)
    {
        faults.Add(fault);
        return true;
    }

    private static bool Silent(JsonNode? value, JsonNode schema, string path)
    {
        var faults = new List<string>();
        Conform(value, schema.AsObject(), path, faults);
        return faults.Count == 0;
    }

    private static bool Sub(JsonNode? value, JsonNode schema, string path, List<string> faults)
    {
        Conform(value, schema.AsObject(), path, faults);
        return true;
    }

    private static bool IsType(JsonNode? value, string type) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "boolean" => value is JsonValue v && v.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False,
        "number" => value is JsonValue v && v.GetValueKind() == System.Text.Json.JsonValueKind.Number,
        "integer" => value is JsonValue v && v.TryGetValue<long>(out _),
        _ => value is JsonValue v && v.GetValueKind() == System.Text.Json.JsonValueKind.String,
    };
}
