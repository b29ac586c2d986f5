using System.Text;
using System.Text.Json.Nodes;
using Cairn.Contracts.Projects;
using Cairn.Contracts.Schemas;

namespace Cairn.Sdk.Tests.Projects;

/// <summary>The parts of the reference that follow from code are compared with it; UPDATE_REFERENCE=1 writes the last part anew.</summary>
public class ReferenceTests
{
    private const string Heading = "## Every key\n\n";

    private static readonly string PathOfPage = Path.Combine(Samples.Root, "docs/reference/cairn-yaml.md");

    [Fact]
    public void Every_key_is_in_the_reference()
    {
        var page = File.ReadAllText(PathOfPage);
        var head = page[..(page.IndexOf(Heading, StringComparison.Ordinal) + Heading.Length)];
        if (Environment.GetEnvironmentVariable("UPDATE_REFERENCE") == "1")
        {
            File.WriteAllText(PathOfPage, page = head + Keys());
        }

        page[head.Length..].ShouldBe(Keys());
    }

    [Fact]
    public void The_example_of_the_reference_is_the_one_tested() => File.ReadAllText(PathOfPage).ShouldContain(Samples.Example);

    [Fact]
    public void Every_built_in_is_in_the_reference()
    {
        var page = File.ReadAllText(PathOfPage);
        foreach (var builtIn in BuiltIns.All)
        {
            page.ShouldContain($"| `{builtIn.Name}` | {builtIn.Doc} | {Ports(builtIn.In)} | {Ports(builtIn.Out)} | {string.Join(", ", builtIn.With.Select(w => $"`{w}`"))} |");
        }
    }

    private static string Ports(IReadOnlyDictionary<string, PortType> ports) => string.Join(", ", ports.Select(p => $"`{p.Key}: {p.Value.ToString().ToLowerInvariant()}`"));

    private static string Keys()
    {
        var text = new StringBuilder();
        foreach (var (name, part) in JsonNode.Parse(ProjectFileSchema.Write())!["$defs"]!.AsObject())
        {
            if (part!["properties"] is not JsonObject { Count: > 0 } keys)
            {
                continue;
            }

            text.Append($"{(text.Length == 0 ? "" : "\n")}### {name}\n\n{part["description"]}\n\n| key | meaning |\n|---|---|\n");
            var required = part["required"]?.AsArray().Select(r => r!.GetValue<string>()).ToArray() ?? [];
            foreach (var (key, rule) in keys)
            {
                text.Append($"| `{key}`{(required.Contains(key) ? " (needed)" : "")} | {rule!["description"]!.GetValue<string>().Replace("|", "\\|")} |\n");
            }
        }

        return text.ToString();
    }
}
