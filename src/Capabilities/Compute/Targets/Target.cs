using Cairn.Contracts.Enrolment;

namespace Cairn.Compute.Targets;

/// <summary>An enrolled target: its backend and its queue.</summary>
internal sealed record Target(EnrolledTarget Enrolled, IComputeBackend Backend, TargetQueue Queue)
{
    public string Name => Enrolled.Name;

    /// <summary>Image that its tasks run in when they name none.</summary>
    public string? Image => Enrolled.Kubernetes?.Image;

    /// <summary>The task as it is done here: with the image it runs in, which is on record with what it makes.</summary>
    public ComputeTask Adopt(ComputeTask task)
    {
        if (Image is not { } image || task.Image is not null) return task with { Target = Name };
        return task with { Target = Name, Wishes = new Dictionary<string, string>(task.Wishes, StringComparer.Ordinal) { [ComputeTask.ImageWish] = image } };
    }

    /// <summary>
    /// What so much use costs here; null where nothing is charged. It is that of the slots and graphics processors that were given, be they used or not, and more where more
    /// CPU time was used than slots were had.
    /// </summary>
    public double? Cost(string project, ComputeUse use)
    {
        if (Enrolled.Cost is null && Enrolled.GpuCost is null) return null;
        TargetShare given = Queue.Given(project, new TargetShare((int)Math.Max(1, Math.Ceiling(use.Slots)), 0, use.Gpus));
        double hours = use.Duration.TotalHours, cores = Math.Max(given.Slots * hours, use.CpuSeconds / TimeSpan.SecondsPerHour);
        return (cores * (Enrolled.Cost ?? 0)) + (given.Gpus * hours * (Enrolled.GpuCost ?? 0));
    }

    /// <summary>Everything in its queue, each with what it waits for, be it here or at the target's scheduler.</summary>
    public IReadOnlyList<QueuedTask> Tasks() => [.. Queue.Snapshot().Select(t => t.Placed ? t with { Because = Backend.Because(t.Key) } : t)];
}
