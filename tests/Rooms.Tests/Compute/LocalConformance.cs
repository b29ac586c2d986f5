namespace Cairn.Rooms.Tests.Compute;

public sealed class LocalConformance : ComputeConformance
{
    protected override string Target => "local";

    protected override bool Resumes => false;
}
