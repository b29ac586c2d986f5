using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Compute.Environments;

/// <summary>The JSON that tells what a task ran in. The machine's part is long and seldom changes, so its text is made once.</summary>
internal sealed class FoundEnvironment
{
    public const string Machine = "machine", SystemPackages = "system_packages", Packages = "packages", Image = "image", ImageDigest = "image_digest";

    private Tuple<IReadOnlyDictionary<string, string>?, string>? _machine;

    /// <param name="rest">What is told besides the machine.</param>
    public string Text(IReadOnlyDictionary<string, string>? packages, JsonObject rest)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WritePropertyName(Machine);
            writer.WriteRawValue(MachineText(packages));
            foreach ((string name, JsonNode? value) in rest)
            {
                writer.WritePropertyName(name);
                value!.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The text with the digest of the image in it, which only the target's scheduler knows.</summary>
    public static string With(string text, string digest)
    {
        JsonObject found = JsonNode.Parse(text)!.AsObject();
        found[ImageDigest] = digest;
        return found.ToJsonString();
    }

    private string MachineText(IReadOnlyDictionary<string, string>? packages)
    {
        if (_machine is { } known && ReferenceEquals(known.Item1, packages)) return known.Item2;
        JsonObject facts = MachineFacts.Now();
        facts[SystemPackages] = packages is null ? null : new JsonObject { [Packages] = new JsonObject(packages.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value))) };
        string text = facts.ToJsonString();
        _machine = Tuple.Create(packages, text);
        return text;
    }
}
