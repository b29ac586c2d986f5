using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Cairn.Contracts.Projects.Yaml;

/// <summary>
/// Reads one YAML document into plain nodes with places. Refuses what a project file never needs: tags, more than one
/// document, deep nesting, aliases that multiply, keys that are not text. Duplicate keys are reported, the first one holds.
/// </summary>
internal sealed class YamlTree
{
    public const int MaxDepth = 32;
    public const int MaxNodes = 50_000;

    private readonly ReadContext context;
    private readonly CarefulParser parser;
    private readonly Dictionary<string, (YamlNode Node, int Size)> anchors = new(StringComparer.Ordinal);
    private int nodes;

    private YamlTree(string text, ReadContext context)
    {
        this.context = context;
        parser = new CarefulParser(text);
    }

    /// <returns>The root, or null when the text is no YAML or empty; the fault is in the context.</returns>
    public static YamlNode? Read(string text, ReadContext context)
    {
        try
        {
            return new YamlTree(text, context).Document();
        }
        catch (YamlRefusedException refused)
        {
            context.Fault(refused.At, refused.Path, refused.Message);
        }
        catch (YamlException broken)
        {
            context.Fault(Tab(text, broken) ?? At(broken.Start), "", "not valid YAML: " + Words(broken));
        }

        return null;
    }

    // The library tells of a tab where the block around it begins; the first tab that indents a line is the culprit.
    private static Place? Tab(string text, YamlException broken)
    {
        if (!broken.Message.Contains("tab", StringComparison.Ordinal))
        {
            return null;
        }

        var lines = text.Split('\n');
        var line = Array.FindIndex(lines, l => l.AsSpan(0, l.Length - l.AsSpan().TrimStart().Length).Contains('\t'));
        return line < 0 ? null : new Place(line + 1, lines[line].IndexOf('\t') + 1);
    }

    private static string Words(YamlException broken) => broken.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');

    private static Place At(Mark mark) => new((int)Math.Clamp(mark.Line, 1, int.MaxValue), (int)Math.Clamp(mark.Column, 1, int.MaxValue));

    private YamlNode? Document()
    {
        parser.Consume<StreamStart>();
        if (parser.TryConsume<StreamEnd>(out _))
        {
            context.Fault(new Place(1, 1), "", "the file is empty; it needs at least 'project: <name>'");
            return null;
        }

        parser.Consume<DocumentStart>();
        var root = Node("", 0);
        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out var second))
        {
            throw new YamlRefusedException(At(second.Start), "", "a project file holds one YAML document");
        }

        return root;
    }

    private YamlNode Node(string path, int depth)
    {
        var next = parser.Consume<ParsingEvent>();
        var at = At(next.Start);
        if (++nodes > MaxNodes)
        {
            throw new YamlRefusedException(at, path, $"more than {MaxNodes} values; a project file is smaller");
        }

        if (depth > MaxDepth)
        {
            throw new YamlRefusedException(at, path, $"nested deeper than {MaxDepth} levels");
        }

        if (next is AnchorAlias alias)
        {
            return Alias(alias, at, path);
        }

        var before = nodes;
        YamlNode node = next switch
        {
            Scalar scalar => Scalar(Untagged(scalar, at, path), at),
            SequenceStart list => List(Untagged(list, at, path), at, path, depth),
            MappingStart map => Map(Untagged(map, at, path), at, path, depth),
            _ => throw new YamlRefusedException(at, path, "a value is missing"),
        };
        Remember((NodeEvent)next, node, before);
        return node;
    }

    private void Remember(NodeEvent made, YamlNode node, int before)
    {
        if (!made.Anchor.IsEmpty)
        {
            anchors[made.Anchor.Value] = (node, nodes - before + 1);
        }
    }

    private YamlNode Alias(AnchorAlias alias, Place at, string path)
    {
        if (!anchors.TryGetValue(alias.Value.Value, out var known))
        {
            throw new YamlRefusedException(at, path, "the alias names an anchor that is not finished before it");
        }

        // Each use counts in full, so that aliases of aliases cannot multiply beyond the limit.
        nodes += known.Size;
        return nodes <= MaxNodes ? known.Node : throw new YamlRefusedException(at, path, $"aliases expand to more than {MaxNodes} values");
    }

    private static T Untagged<T>(T made, Place at, string path)
        where T : NodeEvent =>
        made.Tag.IsEmpty ? made : throw new YamlRefusedException(at, path, "tags (!…) are not used in a project file; remove it");

    private static YamlScalar Scalar(Scalar scalar, Place at)
    {
        var oneLine = scalar.Start.Line == scalar.End.Line;
        var written = scalar.End.Column - scalar.Start.Column;
        return scalar.Style switch
        {
            ScalarStyle.Plain => new YamlScalar(at, scalar.Value, true, oneLine ? 0 : -1),
            ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted => new YamlScalar(at, scalar.Value, false, oneLine && written == scalar.Value.Length + 2 ? 1 : -1),
            _ => new YamlScalar(at, scalar.Value, false, -1),
        };
    }

    private YamlList List(SequenceStart _, Place at, string path, int depth)
    {
        var items = new List<YamlNode>();
        while (!parser.TryConsume<SequenceEnd>(out var _))
        {
            items.Add(Node($"{path}[{items.Count}]", depth + 1));
        }

        return new YamlList(at, items);
    }

    private YamlMap Map(MappingStart _, Place at, string path, int depth)
    {
        var entries = new List<YamlEntry>();
        var seen = new Dictionary<string, Place>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out var _))
        {
            if (Node(path, depth + 1) is not YamlScalar key)
            {
                throw new YamlRefusedException(At(parser.Current!.Start), path, "a key must be plain text");
            }

            var below = ReadContext.Join(path, key.Text);
            if (key is { Plain: true, Text: "<<" })
            {
                throw new YamlRefusedException(key.At, below, "merge keys are not used in a project file; write the keys out");
            }

            var value = Node(below, depth + 1);
            if (seen.TryAdd(key.Text, key.At))
            {
                entries.Add(new YamlEntry(key, value));
            }
            else
            {
                context.Fault(key.At, below, $"duplicate key; the first is on line {seen[key.Text].Line}");
            }
        }

        return new YamlMap(at, entries);
    }
}
