using System.Security.Cryptography;
using System.Text;
using Cairn.Maturity.Rules;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Cairn.Maturity.Model;

/// <summary>The model in force: capabilities with their rules, ladders, profiles. Immutable, read from the files inside the program.</summary>
internal sealed class MaturityModel
{
    private static readonly Lazy<MaturityModel> Embedded = new(() =>
        Parse(Resource("capabilities.yaml"), Resource("rules.txt"), Resource("profiles.yaml")));

    private readonly Dictionary<string, Dictionary<string, double>> _profiles;

    private MaturityModel(ModelFile file, IReadOnlyList<Capability> capabilities, Dictionary<string, Dictionary<string, double>> profiles, string digest)
    {
        (File, Capabilities, _profiles, Digest) = (file, capabilities, profiles, digest);
        ById = capabilities.ToDictionary(c => c.Id, StringComparer.Ordinal);
    }

    /// <summary>The model this program carries.</summary>
    public static MaturityModel Current => Embedded.Value;

    public ModelFile File { get; }

    public IReadOnlyList<Capability> Capabilities { get; }

    public IReadOnlyDictionary<string, Capability> ById { get; }

    /// <summary><c>sha256:…</c> over the three files.</summary>
    public string Digest { get; }

    public string Version => File.Version;

    /// <summary>The numbers of a profile.</summary>
    public IReadOnlyDictionary<string, double> Parameters(string profile) => _profiles[profile];

    /// <summary>Reads a model; throws <see cref="FormatException"/> that names the capability and the fault.</summary>
    public static MaturityModel Parse(string capabilities, string rules, string profiles)
    {
        IDeserializer yaml = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build();
        var file = yaml.Deserialize<ModelFile>(capabilities);
        var numbers = yaml.Deserialize<Dictionary<string, Dictionary<string, double>>>(profiles);
        Dictionary<string, string> texts = RuleFile.Read(rules);
        IReadOnlyCollection<string> parameters = numbers.Values.First().Keys;
        Capability[] all = [.. file.Capabilities.Select(c => Join(c, texts, parameters))];
        if (texts.Keys.Except(all.Select(c => c.Id), StringComparer.Ordinal).FirstOrDefault() is { } orphan)
            throw new FormatException($"rules.txt: '{orphan}' is no capability.");
        byte[] bytes = Encoding.UTF8.GetBytes(string.Join('\0', capabilities, rules, profiles));
        return new MaturityModel(file, all, numbers, "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private static Capability Join(CapabilityEntry entry, Dictionary<string, string> texts, IReadOnlyCollection<string> parameters)
    {
        if (!texts.TryGetValue(entry.Id, out string? text)) throw new FormatException($"rules.txt: '{entry.Id}' has no rule.");
        try
        {
            RuleNode rule = RuleParser.Parse(text);
            return RuleCheck.Faults(rule, parameters).FirstOrDefault() is { } fault
                ? throw new FormatException($"rules.txt: {entry.Id}: {fault}.")
                : new Capability(entry, text, rule);
        }
        catch (RuleSyntaxException e)
        {
            throw new FormatException($"rules.txt: {entry.Id}: {e.Message}.", e);
        }
    }

    private static string Resource(string name)
    {
        using Stream stream = typeof(MaturityModel).Assembly.GetManifestResourceStream("Cairn.Maturity." + name)
            ?? throw new InvalidOperationException($"The program was built without {name}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
