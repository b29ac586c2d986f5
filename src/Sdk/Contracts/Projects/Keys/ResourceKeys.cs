using Cairn.Contracts.Projects.Shapes;

namespace Cairn.Contracts.Projects.Keys;

internal static class ResourceKeys
{
    private static readonly Key<double> Cpu = new("cpu", Of.Positive(1024), "cores");
    private static readonly Key<ByteSize> Memory = new("mem", Of.Bytes, "memory") { AlsoKnownAs = ["memory", "ram"] };
    private static readonly Key<int> Gpu = new("gpu", Of.Int(0, 64), "graphics processors");
    private static readonly Key<TimeSpan> Time = new("time", Of.Duration, "limit asked of the scheduler");
    private static readonly Key<ByteSize> Disk = new("disk", Of.Bytes, "bytes that must be free where it works");

    public static readonly Shape<Resources> Resources = new BlockShape<Resources>(
        "resources", "what a step asks of its compute target", [Cpu, Memory, Gpu, Time, Disk],
        f => new Resources(f.Value(Cpu), f.Value(Memory), f.Or(Gpu, 0), f.Value(Time), f.Value(Disk)));

    private static readonly Key<int> Times = new("times", Of.Int(0, 10), "further attempts", required: true);
    private static readonly Key<IReadOnlyList<string>> For = new("for", Of.OneOrList(Of.Word("failure", ["lost", "preempted", "oom", "timeout", "exit"])), "failures that are tried again besides lost and preempted, which always are, at least five times");
    private static readonly Key<TimeSpan> Wait = new("wait", Of.Duration, "pause before the next attempt");

    public static readonly Shape<Retry> Retry = new BlockShape<Retry>(
        "retry", "further attempts", [Times, For, Wait],
        f => new Retry(f.Need(Times), f.Value(Wait)) { For = f.Or(For, ["lost", "preempted"]) });
}
