using Cairn.Platform.Sql;

namespace Cairn.Data;

public static class RunNumbersExtensions
{
    /// <summary>Of whichever room knows it; null when none does.</summary>
    public static long? Of(this IEnumerable<IRunNumbers> numbers, SqlSession session, string runId) => numbers.Select(n => n.Of(session, runId)).FirstOrDefault(n => n is not null);
}
