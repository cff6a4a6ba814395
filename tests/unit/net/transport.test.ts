/** The contract of the transport, over real libwebrtc and over WebRTC in memory. */

import { transportContract } from '../../contracts/transport.contract';
import { createFakeNetwork } from '../../support/fake-wrtc';
import { nodeWrtc } from './node-peers';

transportContract('real WebRTC', nodeWrtc);
transportContract('WebRTC in memory', createFakeNetwork());
