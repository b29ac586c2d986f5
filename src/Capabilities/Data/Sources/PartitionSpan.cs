namespace Cairn.Data.Sources;

/// <summary>How long a partition lasts; <see cref="None"/> when the source has no times in its address.</summary>
internal enum PartitionSpan
{
    None,
    Hour,
    Day,
    Month,
    Year,
}
