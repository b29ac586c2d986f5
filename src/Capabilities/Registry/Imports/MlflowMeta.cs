using System.Globalization;
using Cairn.Tracking;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Cairn.Registry.Imports;

/// <summary>A description in MLflow's file store: YAML of names and texts, and tags below one name. Whatever else is in it is passed over.</summary>
internal sealed class MlflowMeta
{
    private const int Deepest = 32;
    private readonly string _place;
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly List<RunTag> _tags = [];

    private MlflowMeta(string place) => _place = place;

    public IReadOnlyList<RunTag> Tags => _tags;

    /// <param name="place">Said in errors.</param>
    /// <exception cref="InvalidDataException">It is no such description.</exception>
    public static MlflowMeta Read(string yaml, string place)
    {
        var meta = new MlflowMeta(place);
        try
        {
            meta.Read(new Parser(new StringReader(yaml)));
            return meta;
        }
        // On some broken texts the library throws what is no exception of YAML.
        catch (Exception broken) when (broken is YamlException or InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            throw new InvalidDataException($"{place} is no description of MLflow: {broken.Message.ReplaceLineEndings(" ")}", broken);
        }
    }

    public string? Text(string name) => _texts.GetValueOrDefault(name);

    /// <exception cref="InvalidDataException">It is not there.</exception>
    public string Needed(string name) => Text(name) ?? throw new InvalidDataException($"{_place} has no '{name}'.");

    public long? Long(string name) => long.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;

    private void Read(Parser parser)
    {
        parser.Consume<StreamStart>();
        parser.Consume<DocumentStart>();
        parser.Consume<MappingStart>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            string name = parser.Consume<Scalar>().Value;
            if (parser.TryConsume<Scalar>(out Scalar? value))
            {
                if (!IsNull(value)) _texts[name] = value.Value;
            }
            else if (name == "tags" && parser.TryConsume<MappingStart>(out _)) ReadTags(parser);
            else Skip(parser);
        }
    }

    private void ReadTags(Parser parser)
    {
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            string key = parser.Consume<Scalar>().Value;
            if (parser.TryConsume<Scalar>(out Scalar? value)) _tags.Add(new RunTag(key, IsNull(value) ? "" : value.Value));
            else Skip(parser);
        }
    }

    private static void Skip(Parser parser)
    {
        int depth = 0;
        do
        {
            depth += parser.Consume<ParsingEvent>().NestingIncrease;
            if (depth > Deepest) throw new FormatException("it is nested too deep");
        }
        while (depth > 0);
    }

    private static bool IsNull(Scalar value) => value is { Style: ScalarStyle.Plain, Value: "" or "null" or "~" or "Null" or "NULL" };
}
