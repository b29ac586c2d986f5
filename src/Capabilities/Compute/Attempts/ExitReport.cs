using Cairn.Compute.Tasks;

namespace Cairn.Compute.Attempts;

/// <summary>How an attempt ended, by its launcher.</summary>
internal sealed record ExitReport(string Token, TaskEnd End, string Host);
