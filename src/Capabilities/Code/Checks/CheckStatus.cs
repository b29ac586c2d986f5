namespace Cairn.Code;

internal static class CheckStatus
{
    public const string Queued = "queued", Running = "running", Succeeded = "succeeded", Failed = "failed";
}
