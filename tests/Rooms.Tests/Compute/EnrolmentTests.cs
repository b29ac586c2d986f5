using Cairn.Contracts.Enrolment;
using Cairn.Contracts.Projects;

namespace Cairn.Rooms.Tests.Compute;

public sealed class EnrolmentTests
{
    [Fact]
    public void Targets_are_read_with_room_labels_and_quota()
    {
        (IReadOnlyList<EnrolledTarget> targets, IReadOnlyList<FileFault> faults) = EnrolmentFile.Parse("""
            targets:
              gpu:
                slurm: {workdir: /shared/cairn/, partition: gpu, config: /etc/slurm/slurm.conf}
                slots: 32
                labels: [large, a100]
                quota: 8
                quotas: {flights: 16}
              cloud: {kubernetes: {workdir: /work, volume: cairn-work, image: "cairn:1"}}
              local: {local: {}, slots: 4}
            """, "compute.yaml");
        faults.ShouldBeEmpty();
        targets.Select(t => (t.Name, t.Kind, t.Slots)).ShouldBe([("gpu", ComputeKind.Slurm, 32), ("cloud", ComputeKind.Kubernetes, null), ("local", ComputeKind.Local, 4)]);
        (targets[0].Slurm!.Workdir, targets[0].Quota, targets[0].Quotas["flights"]).ShouldBe(("/shared/cairn", 8, 16));
        targets[0].Labels.ShouldBe(["large", "a100"]);
        targets[1].Kubernetes!.Namespace.ShouldBe("default");
    }

    [Theory]
    [InlineData("targets: {a: {slurm: {partition: x}}}", "1:15", "'workdir' is missing")]
    [InlineData("targets: {a: {slurm: {workdir: shared}}}", "1:32", "expected an absolute path")]
    [InlineData("targets: {a: {slots: 3}}", "1:11", "exactly one of local, slurm, kubernetes")]
    [InlineData("targets: {local: {slurm: {workdir: /x}}}", "1:11", "'local' is this machine")]
    [InlineData("targets: {a: {local: {}, slots: 2, quota: 3}}", "1:43", "more than the target's 2 slots")]
    [InlineData("targets: {a: {local: {}, slot: 2}}", "1:26", "unknown key")]
    [InlineData("target: {}", "1:1", "unknown key")]
    public void Faults_are_told_with_their_place(string text, string place, string message)
    {
        (IReadOnlyList<EnrolledTarget> targets, IReadOnlyList<FileFault> faults) = EnrolmentFile.Parse(text, "compute.yaml");
        targets.ShouldBeEmpty();
        faults.Select(f => f.ToString()).ShouldContain(f => f.StartsWith($"compute.yaml:{place}:") && f.Contains(message));
    }
}
