using Cairn.Platform.Sql;

namespace Cairn.Data;

public static class RunNumbersExtensions
{
    /// <summary>Of whichever room knows it; null when none does.</summary>
    public static long? Of(this IEnumerable<IRunNumbers> numbers, SqlSession session, string runId) => numbers.Select(n => n.Of(session, runId)).FirstOrDefault(n => n is not null);

    /// <summary>By the run's id; null of one that is no run of a pipeline.</summary>
    public static IReadOnlyDictionary<string, long?> OfAll(this IEnumerable<IRunNumbers> numbers, SqlSession session, IEnumerable<string?> runs)
        => runs.OfType<string>().Distinct(StringComparer.Ordinal).ToDictionary(r => r, r => numbers.Of(session, r), StringComparer.Ordinal);
}
