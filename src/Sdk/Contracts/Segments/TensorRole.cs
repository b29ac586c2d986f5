namespace Cairn.Contracts.Segments;

/// <summary>What a logged tensor was. The numbers are written into segment files.</summary>
public enum TensorRole : byte
{
    Input = 1,
    Key = 2,
    Output = 3,

    /// <summary>Of an ensemble: the digest of one version that it asked, by the member's name. Not by rows.</summary>
    Member = 4,

    /// <summary>The hash of what the request sticks by, where several versions answered. Not by rows.</summary>
    Unit = 5,

    /// <summary>An output that has not one entry for each row, as a list of what was found in a picture. Older records have it as an output; there its shape tells it.</summary>
    Whole = 6,
}
