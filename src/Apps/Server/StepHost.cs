using Cairn.Compute;
using Cairn.Data;
using Cairn.Pipelines.Features;
using Cairn.Pipelines.Steps;
using Cairn.Registry.Evaluations;

namespace Cairn.Server;

/// <summary>
/// <c>step KIND</c>: this program as a child process that does one built-in step and ends. Needs <c>CAIRN_IN</c>, the path of the task's
/// <c>in.json</c>. Exit code 0 well, 2 the step cannot be done as asked, 70 a fault of ours.
/// </summary>
internal static class StepHost
{
    private const int CannotBeDone = 2, OurFault = 70;

    private static readonly IBuiltInStep[] Steps = [.. DataSteps.All, new QueryStep(), new SplitStep(), new TrainStep(), new PackageStep(), new EvaluateStep(), new ExplainStep(), new PredictStep(), new CheckStep(), new ViewStep(), new FeaturesStep()];

    public static int Run(string[] args)
    {
        string? path = Environment.GetEnvironmentVariable("CAIRN_IN");
        IBuiltInStep? step = args.Length == 2 ? Array.Find(Steps, s => s.Kind == args[1]) : null;
        if (step is null || path is null)
        {
            Console.Error.WriteLine($"'step' takes one of {string.Join(", ", Steps.Select(s => s.Kind))}, and CAIRN_IN names its in.json.");
            return CannotBeDone;
        }
        try
        {
            return step.Run(StepContext.Read(path, Console.Out));
        }
        catch (StepException e)
        {
            File.WriteAllText(Path.Combine(Path.GetDirectoryName(path)!, "reason.txt"), e.Message);
            Console.Error.WriteLine(e.Message);
            return CannotBeDone;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Console.Error.WriteLine(e);
            return OurFault;
        }
    }
}
