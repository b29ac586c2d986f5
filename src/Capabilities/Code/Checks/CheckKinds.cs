namespace Cairn.Code;

internal static class CheckKinds
{
    public const string Test = "test", Build = "build";
}
