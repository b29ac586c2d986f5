namespace Cairn.Cli.Kinds;

/// <summary>How an option's text becomes JSON.</summary>
internal enum FieldKind
{
    Text,
    Number,

    /// <summary>Parted by commas.</summary>
    List,
}
