using System.Globalization;

namespace Cairn.Pipelines.Maps;

/// <summary>Which item of a map a partition of a source belongs to.</summary>
internal static class Partitions
{
    /// <param name="partition">As Data writes it: the beginning of an ISO time.</param>
    /// <returns>Null when the partition is longer than the unit.</returns>
    public static string? ItemOf(string unit, string partition)
    {
        string name = partition.Replace(':', '-');
        return unit switch
        {
            "month" => name.Length >= 7 ? name[..7] : null,
            "week" => name.Length >= 10 && DateTime.TryParseExact(name[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day) ? $"{ISOWeek.GetYear(day)}-W{ISOWeek.GetWeekOfYear(day):d2}" : null,
            "day" => name.Length >= 10 ? name[..10] : null,
            _ => name.Length >= 13 ? name : null,
        };
    }
}
