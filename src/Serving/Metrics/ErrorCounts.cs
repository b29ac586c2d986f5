namespace Cairn.Serving.Metrics;

internal static class ErrorCounts
{
    public static IReadOnlyDictionary<ErrorKind, long> Read(long[] counts) =>
        Enum.GetValues<ErrorKind>().Where(k => Interlocked.Read(ref counts[(int)k]) > 0).ToDictionary(k => k, k => Interlocked.Read(ref counts[(int)k]));
}
