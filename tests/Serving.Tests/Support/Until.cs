namespace Cairn.Serving.Tests.Support;

internal static class Until
{
    /// <summary>Waits for something that nobody signals; a test that never sees it fails by this time limit.</summary>
    public static async Task TrueAsync(Func<bool> done)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!done()) await tick.WaitForNextTickAsync(limit.Token);
    }
}
