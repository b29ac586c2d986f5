namespace Cairn.Client;

internal enum EntryKind : byte
{
    Metric,
    Param,
    Tag,

    /// <summary>Something to be done in its turn: <see cref="RunAct"/>.</summary>
    Act,
}
