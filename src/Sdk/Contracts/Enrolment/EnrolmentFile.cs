using System.Text;
using Cairn.Contracts.Projects;
using Cairn.Contracts.Projects.Yaml;

namespace Cairn.Contracts.Enrolment;

/// <summary>The installation's <c>compute.yaml</c>: the targets that projects may name.</summary>
public static class EnrolmentFile
{
    /// <summary>Reads and checks it. Never throws for what is in it; with faults there are no targets.</summary>
    /// <param name="fileName">As it is to be shown in faults.</param>
    public static (IReadOnlyList<EnrolledTarget> Targets, IReadOnlyList<FileFault> Faults) Parse(string text, string fileName)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Encoding.UTF8.GetByteCount(text) > ProjectFile.MaxBytes) return ([], [new FileFault(fileName, 1, 1, "", $"larger than {ProjectFile.MaxBytes} bytes")]);
        var context = new ReadContext(fileName, text);
        IReadOnlyList<EnrolledTarget> targets = [];
        if (YamlTree.Read(text, context) is { } root && EnrolmentKeys.Shape.TryRead(root, "", context, out IReadOnlyList<EnrolledTarget>? read))
        {
            targets = read;
            foreach (EnrolledTarget target in read) Check(target, context);
        }
        return context.FaultCount == 0 ? (targets, []) : ([], context.Faults);
    }

    private static void Check(EnrolledTarget target, ReadContext context)
    {
        string path = "targets." + target.Name;
        if (new object?[] { target.Local, target.Slurm, target.Kubernetes }.Count(p => p is not null) != 1 && !context.IsBroken(path))
            context.FaultAtKey(path, "a compute target is exactly one of local, slurm, kubernetes");
        if (target is { Name: "local", Kind: not ComputeKind.Local }) context.FaultAtKey(path, "'local' is this machine; give the target another name");
        foreach ((string project, int slots) in target.Quotas)
            if (target.Slots is { } all && slots > all) context.FaultAt($"{path}.quotas.{project}", $"more than the target's {all} slots");
        if (target is { Quota: { } quota, Slots: { } most } && quota > most) context.FaultAt($"{path}.quota", $"more than the target's {most} slots");
    }
}
