using System.Diagnostics;

namespace Cairn.Serving;

/// <summary>The parts of runs, in nanoseconds.</summary>
/// <param name="Input">Writing the inputs into the model's buffers.</param>
/// <param name="Infer">The model itself.</param>
/// <param name="Output">Copying the outputs out.</param>
public readonly record struct RunTimes(long Input, long Infer, long Output)
{
    /// <summary>By the time stamps of a run.</summary>
    internal static RunTimes Between(long begun, long filled, long ran, long read) => new(Nanoseconds(begun, filled), Nanoseconds(filled, ran), Nanoseconds(ran, read));

    private static long Nanoseconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).Ticks * TimeSpan.NanosecondsPerTick;
}
