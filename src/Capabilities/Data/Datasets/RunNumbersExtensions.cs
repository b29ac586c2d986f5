using Cairn.Platform.Sql;

namespace Cairn.Data;

public static class RunNumbersExtensions
{
    /// <summary>Of whichever room knows it; null when none does.</summary>
    public static long? Of(this IEnumerable<IRunNumbers> numbers, SqlSession session, string runId) => numbers.Select(n => n.Of(session, runId)).FirstOrDefault(n => n is not null);

    /// <summary>By the run's id, of those that are runs of a pipeline.</summary>
    public static IReadOnlyDictionary<string, long> OfAll(this IEnumerable<IRunNumbers> numbers, SqlSession session, IEnumerable<string?> runs)
        => runs.OfType<string>().Distinct(StringComparer.Ordinal).Select(r => (Run: r, Number: numbers.Of(session, r))).Where(r => r.Number is not null).ToDictionary(r => r.Run, r => r.Number!.Value, StringComparer.Ordinal);
}
