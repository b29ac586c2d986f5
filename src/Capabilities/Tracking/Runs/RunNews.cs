using Cairn.Platform.Web;

namespace Cairn.Tracking.Runs;

/// <summary>Tells open pages that something was logged to a run. Where no page is open it costs nothing; where there are no pages at all there is no hub.</summary>
internal sealed class RunNews(LiveHub? hub = null)
{
    public static string Topic(string run) => "tracked:" + run;

    public void Changed(string run)
    {
        if (hub is { Listeners: > 0 }) hub.Publish(Topic(run));
    }
}
