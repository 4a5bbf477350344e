/** What a stack already has. */
import { CloudFormationClient, DescribeStackResourceCommand } from '@aws-sdk/client-cloudformation';
import { type Deployment, patience } from './deployment.ts';

/**
 * @param logicalId in the template
 * @returns what AWS calls it; undefined if the stack has no such resource, or is not there
 */
export async function physicalId(
  logicalId: string,
  { name, config }: Deployment,
): Promise<string | undefined> {
  const cloudformation = new CloudFormationClient(config);
  try {
    const { StackResourceDetail } = await cloudformation.send(
      new DescribeStackResourceCommand({ StackName: name, LogicalResourceId: logicalId }),
      patience(),
    );
    const { PhysicalResourceId, ResourceStatus } = StackResourceDetail ?? {};
    return ResourceStatus === 'DELETE_COMPLETE' ? undefined : PhysicalResourceId;
  } catch (error) {
    if ((error as Error).name === 'ValidationError') return undefined;
    throw error;
  } finally {
    cloudformation.destroy();
  }
}
