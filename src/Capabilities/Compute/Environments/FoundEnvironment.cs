using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Compute.Environments;

/// <summary>The JSON that tells what a task ran in. It is long and seldom changes, so the text of the same machine and interpreters is made once, and is the same object then.</summary>
internal sealed class FoundEnvironment
{
    public const string Machine = "machine", SystemPackages = "system_packages", Packages = "packages", Image = "image", ImageDigest = "image_digest";

    // Of the steps of a project there are few kinds.
    private const int Most = 16;

    private Tuple<IReadOnlyDictionary<string, string>?, string>? _machine;

    private Known[] _known = [];

    /// <param name="packages">Of the system, the same object as long as nothing changes.</param>
    /// <param name="interpreters">By name; of each what it answered, the same object as long as nothing changes.</param>
    public string Text(IReadOnlyDictionary<string, string>? packages, string? image, IReadOnlyList<(string Name, Installed Answer)> interpreters)
    {
        Known[] known = _known;
        if (Array.Find(known, k => k.Fits(packages, image, interpreters)) is { } same) return same.Text;
        string text = Write(packages, image, interpreters);
        // Of two at once one is forgotten, and made once more.
        _known = [new Known(packages, image, interpreters, text), .. known.Take(Most - 1)];
        return text;
    }

    /// <summary>The text with the digest of the image in it, which only the target's scheduler knows.</summary>
    public static string With(string text, string digest)
    {
        JsonObject found = JsonNode.Parse(text)!.AsObject();
        found[ImageDigest] = digest;
        return found.ToJsonString();
    }

    private string Write(IReadOnlyDictionary<string, string>? packages, string? image, IReadOnlyList<(string Name, Installed Answer)> interpreters)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WritePropertyName(Machine);
            writer.WriteRawValue(MachineText(packages), skipInputValidation: true);
            if (image is not null) writer.WriteString(Image, image);
            // Asked for twice, it is told once.
            foreach ((string name, Installed answer) in interpreters.GroupBy(i => i.Name, StringComparer.Ordinal).Select(g => g.Last()))
            {
                writer.WritePropertyName(name);
                Facts(answer).WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static JsonObject Facts(Installed installed) => new() { ["version"] = installed.Version, [Packages] = Versions(installed.Packages) };

    private string MachineText(IReadOnlyDictionary<string, string>? packages)
    {
        if (_machine is { } known && ReferenceEquals(known.Item1, packages)) return known.Item2;
        JsonObject facts = MachineFacts.Now();
        facts[SystemPackages] = packages is null ? null : new JsonObject { [Packages] = Versions(packages) };
        string text = facts.ToJsonString();
        _machine = Tuple.Create(packages, text);
        return text;
    }

    private static JsonObject Versions(IReadOnlyDictionary<string, string> packages) => new(packages.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value)));

    private sealed record Known(IReadOnlyDictionary<string, string>? Packages, string? Image, IReadOnlyList<(string Name, Installed Answer)> Interpreters, string Text)
    {
        public bool Fits(IReadOnlyDictionary<string, string>? packages, string? image, IReadOnlyList<(string Name, Installed Answer)> interpreters)
            => ReferenceEquals(Packages, packages) && Image == image && Interpreters.Count == interpreters.Count
                && Interpreters.Zip(interpreters).All(p => p.First.Name == p.Second.Name && ReferenceEquals(p.First.Answer, p.Second.Answer));
    }
}
