namespace Cairn.Identity;

internal sealed record RequiredRole(AccessRole Role);

internal sealed record ChecksProjectItself
{
    public static ChecksProjectItself Instance { get; } = new();
}

internal sealed record KnownBySignature
{
    public static KnownBySignature Instance { get; } = new();
}
