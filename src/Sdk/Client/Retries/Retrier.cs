namespace Cairn.Client;

/// <summary>Tries calls again that may be sent twice.</summary>
internal sealed class Retrier(RetryRule rule, TimeProvider time, Func<double> chance)
{
    public Retrier(RetryRule rule, TimeProvider time)
        : this(rule, time, Random.Shared.NextDouble)
    {
    }

    public TimeProvider Time => time;

    public async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (Exception fault) when (attempt < rule.Attempts && IsPassing(fault))
            {
                await Task.Delay(Wait(fault, attempt), time, cancel);
            }
        }
    }

    /// <summary>Whether the same call may go well later.</summary>
    public static bool IsPassing(Exception fault) =>
        fault is CairnUnreachableException or CairnApiException { Status: 408 or 429 or 500 or 502 or 503 or 504 };

    internal TimeSpan Wait(Exception fault, int attempt)
    {
        if (fault is CairnApiException { RetryAfter: { } asked })
        {
            return asked < rule.LongestAsked ? asked : rule.LongestAsked;
        }
        var longest = Math.Min(rule.First.TotalMilliseconds * Math.Pow(2, attempt - 1), rule.Longest.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(longest * (1 - chance() / 2));
    }
}
