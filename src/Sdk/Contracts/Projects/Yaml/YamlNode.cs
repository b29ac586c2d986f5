using System.Runtime.InteropServices;

namespace Cairn.Contracts.Projects.Yaml;

/// <summary>Line and column, both from 1.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Place(int Line, int Column);

internal abstract record YamlNode(Place At);

/// <param name="Plain">Written without quotes, so that it may be a number, a truth value or nothing.</param>
/// <param name="Inset">Columns between <paramref name="At"/> and the first character; -1 when offsets cannot be placed (blocks, escapes).</param>
internal sealed record YamlScalar(Place At, string Text, bool Plain, int Inset) : YamlNode(At)
{
    public bool IsNothing => Plain && Text is "" or "~" or "null";

    /// <summary>The place of a character of the text, as well as it can be told.</summary>
    public Place Character(int offset) => Inset < 0 ? At : At with { Column = At.Column + Inset + offset };
}

internal sealed record YamlList(Place At, IReadOnlyList<YamlNode> Items) : YamlNode(At);

internal sealed record YamlMap(Place At, IReadOnlyList<YamlEntry> Entries) : YamlNode(At);

internal sealed record YamlEntry(YamlScalar Key, YamlNode Value);
