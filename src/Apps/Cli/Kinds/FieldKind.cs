namespace Cairn.Cli.Kinds;

/// <summary>How an option's text becomes JSON.</summary>
internal enum FieldKind
{
    Text,
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Truth,

    /// <summary>Parted by commas.</summary>
    List,
}
