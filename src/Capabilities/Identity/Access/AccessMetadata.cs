namespace Cairn.Identity;

internal sealed record RequiredRole(AccessRole Role);

internal sealed record ChecksProjectItself
{
    public static ChecksProjectItself Instance { get; } = new();
}

internal sealed record Proves
{
    public static Proves Instance { get; } = new();
}
